"""Pure: how a body moves (`body/`), and what a camera saw of it (`eye/`). No files, no Django."""
