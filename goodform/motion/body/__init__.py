"""The mannequin: what it is made of, how it is posed, and how it does an exercise. numpy."""
