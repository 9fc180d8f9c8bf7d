"""Speed and quality, measured on the machine at hand: `make bench`."""
