"""The desk: what people ask of the system, answered from its stores and topics; changes nothing."""
