"""What the portal is fast at, beside bare Flask under the same server, in one run."""
