"""The clause level that all rules use: sentence analysis, frames, objects, coreference."""
