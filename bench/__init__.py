"""The measurements: what Goodform costs, beside a limit in the same run."""
