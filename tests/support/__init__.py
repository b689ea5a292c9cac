"""What the tests stand on. Read `environment`, `guards`, `network`, `loops`, `skips`, `desk`."""
