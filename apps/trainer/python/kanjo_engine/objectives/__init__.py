"""What a step makes smaller: losses of batches, and the models that they train."""
