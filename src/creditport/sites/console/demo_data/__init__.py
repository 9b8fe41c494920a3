"""The demo province: invented people, businesses and records, with faults planted and answers known."""
