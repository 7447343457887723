"""What is laid beside a finished site so that anyone can check it: see `seal` and `verify`."""
