"""What the measurements and the training are made of."""
