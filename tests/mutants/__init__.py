"""Changes to finished outputs that their checks must find, by kind and seed."""
