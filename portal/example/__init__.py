"""The example Trust: real public facts of one Trust, and a year of made-up people and activity."""
