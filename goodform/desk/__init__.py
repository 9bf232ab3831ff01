"""The practitioner's pages: inbox, caseload, record, prescribing."""
