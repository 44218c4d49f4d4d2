"""The same as uart_loop for the first serial port that a machine has of its own."""

from outside import uart_loop


class Outside(uart_loop.Outside):
    PORT = ("-serial", "chardev:loop")
