"""The up room: the whole river as processes of this machine, supervised."""
