"""Recognition: people thank each other, in the flow and with the customer's evidence. Nobody is counted or ranked."""
