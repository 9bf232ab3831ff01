"""Appointments: when somebody is free, and the guard by which no time is given away twice."""
