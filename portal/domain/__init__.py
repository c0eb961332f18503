"""The rules. Knows no Flask, request, session or template. Wings in order: people, plan, voice, insight, care."""
