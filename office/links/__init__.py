"""Link patrol: whether what the pages lead to still answers. No page and no edition depends on it."""
