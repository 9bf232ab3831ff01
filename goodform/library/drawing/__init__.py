"""Drawing the mannequin: from a posed skeleton to an SVG picture. Pure: no database, no files."""
