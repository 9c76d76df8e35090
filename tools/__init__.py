"""What the Makefile runs to write pages, pin versions and measure the code."""
