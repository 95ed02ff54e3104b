"""What older training images offer to scripts beside their framework."""
