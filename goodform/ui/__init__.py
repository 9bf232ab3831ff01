"""How every page looks and behaves."""
