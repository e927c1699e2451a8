//! Days, years and ends of days in the program's time zone. The only place that knows zones.
