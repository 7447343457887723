"""Search on the static site: an index made beside the pages, asked by a script in the browser."""
