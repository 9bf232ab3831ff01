"""The two short cuts that make a page cheap, behind one setting: docs/fast.md."""
