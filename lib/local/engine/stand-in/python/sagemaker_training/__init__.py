"""What scripts ask of the training toolkit, which runs them in AWS's images."""
