"""Machine twins: what a page says, once more for programs; each is made of the page object alone."""
