/** What each operator says of its axes: {@link RuleTable} first. Not API. */
package dev.brigandine.armor.rules;
