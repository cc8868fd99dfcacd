"""What every home of the library must hold (`test_contract`), and what is particular to the local one."""
