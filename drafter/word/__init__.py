"""Everything that knows Word: rendering, field marks, reading documents back."""
