"""At a holder: who asks is permitted or not, logged, and answered without the holder knowing about whom it was."""
