package dev.brigandine.armor.classes;

/** One axis of one value, counted from the first. */
public record Axis(String value, int index) {}
