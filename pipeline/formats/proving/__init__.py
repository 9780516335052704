"""What the checks of all formats share: the text, where links lead, what must not leak; imports no writer."""
