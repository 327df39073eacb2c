package hone.engine.data.story;

import hone.engine.data.story.Words.Deed;
import hone.engine.data.story.Words.Hero;
import hone.engine.data.story.Words.Treasure;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads a story as {@link StoryGenerator} could have told it: every sentence in its place, with the names, pronouns, things
 * and places that belong together. Written anew from the sentences, so that it is a check and not the generator again.
 */
public final class StoryGrammar {
    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message);
        }
    }

    private final List<String> tokens;
    private int at;

    /** Whether the animal that answers may be another than the one that was met. */
    private final boolean anyAnimal;

    private StoryGrammar(List<String> tokens, boolean anyAnimal) {
        this.tokens = tokens;
        this.anyAnimal = anyAnimal;
    }

    /** What keeps these tokens, with the end of the story among them, from being a story; empty if they are one. */
    public static Optional<String> problem(List<String> tokens) {
        return problem(tokens, false);
    }

    /** The same, but for one slip of memory: the animal that answers may be another than the one that was met. */
    public static Optional<String> problemButForTheAnimal(List<String> tokens) {
        return problem(tokens, true);
    }

    private static Optional<String> problem(List<String> tokens, boolean anyAnimal) {
        try {
            new StoryGrammar(tokens, anyAnimal).story();
            return Optional.empty();
        } catch (Wrong wrong) {
            return Optional.of(String.valueOf(wrong.getMessage()));
        }
    }

    private void story() {
        say("once upon a time there was a");
        one(Words.TRAITS);
        String animal = one(Words.ANIMALS);
        say("named");
        Hero hero = hero();
        say(". " + hero.name() + " lived");
        one(Words.HOMES);
        say(".");
        one(Words.TIMES);
        say(hero.name());
        if (next("lost")) {
            loss(hero, animal);
        } else {
            wish(hero, animal);
        }
        one(Words.ENDINGS);
        say(". " + StoryWords.END);
        if (at != tokens.size()) {
            throw new Wrong("it goes on behind its end");
        }
    }

    private void loss(Hero hero, String animal) {
        say("lost " + hero.possessive());
        String color = one(Words.COLORS);
        Treasure thing = Words.TREASURES.stream()
                .filter(treasure -> next(treasure.noun()))
                .findFirst()
                .orElseThrow(() -> wrong("a treasure"));
        say(thing.noun() + " . " + hero.subject() + " looked everywhere but could not find it , and " + hero.subject()
                + " was very");
        one(Words.FEELINGS);
        say(".");
        Hero friend = meeting(hero, animal);
        say("\"");
        one(Words.GREETINGS);
        say(", \" said " + friend.name() + " . \" i have lost my " + color + " " + thing.noun() + " , \" said "
                + hero.name() + " . \" i saw a " + thing.noun() + " " + thing.place() + " , \" said the");
        String answers = one(Words.ANIMALS);
        if (!answers.equals(met) && !anyAnimal) {
            throw new Wrong("a " + answers + " answers where a " + met + " was met");
        }
        say(". so they went there together , and the " + thing.noun() + " was " + thing.place() + " . \"");
        one(Words.THANKS);
        say(", \" said " + hero.name() + " , and " + hero.subject() + " was");
        one(Words.JOYS);
        say(".");
        if (next(hero.name())) {
            say(hero.name() + " gave " + friend.object() + " some");
            one(Words.FOODS);
            say(", and they ate it together .");
        }
    }

    private void wish(Hero hero, String animal) {
        say("wanted to");
        Deed deed = deed(true);
        say(", but " + hero.subject() + " did not want to do it alone .");
        if (!next("on")) {
            one(Words.WEATHER);
            say(".");
        }
        Hero friend = meeting(hero, animal);
        say("\" will you " + deed.wish() + " with me ? \" asked " + hero.name() + " . \"");
        if (next("yes")) {
            say("yes , \" said " + friend.name() + " .");
        } else {
            say("i am too hungry , \" said " + friend.name() + " . so " + hero.name() + " brought " + friend.object()
                    + " some");
            String food = one(Words.FOODS);
            say(", and " + friend.subject() + " ate all the " + food + " .");
        }
        say("then they " + deed.past() + " , and after that they");
        if (deed(false).equals(deed)) {
            throw new Wrong("the same deed twice");
        }
        say(".");
    }

    private String met = "";

    private Hero meeting(Hero hero, String animal) {
        say("on the way " + hero.subject() + " met a");
        one(Words.TRAITS);
        met = one(Words.ANIMALS);
        say("named");
        Hero friend = hero();
        say(".");
        if (friend.equals(hero) || met.equals(animal)) {
            throw new Wrong("somebody meets one like " + hero.object());
        }
        return friend;
    }

    private Hero hero() {
        String name = one(Words.HEROES.stream().map(Hero::name).toList());
        return Words.HEROES.stream()
                .filter(hero -> hero.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Deed deed(boolean wished) {
        String said = one(Words.DEEDS.stream()
                .map(deed -> wished ? deed.wish() : deed.past())
                .toList());
        return Words.DEEDS.stream()
                .filter(deed -> said.equals(wished ? deed.wish() : deed.past()))
                .findFirst()
                .orElseThrow();
    }

    private boolean next(String phrase) {
        List<String> words = List.of(phrase.split(" "));
        return at + words.size() <= tokens.size()
                && tokens.subList(at, at + words.size()).equals(words);
    }

    private void say(String phrase) {
        for (String word : phrase.split(" ")) {
            if (!next(word)) {
                throw wrong("\"" + word + "\" of \"" + phrase + "\"");
            }
            at++;
        }
    }

    private String one(List<String> phrases) {
        String said = phrases.stream()
                .filter(this::next)
                .max(Comparator.comparingInt(String::length))
                .orElseThrow(() -> wrong("one of " + phrases));
        at += said.split(" ").length;
        return said;
    }

    private Wrong wrong(String due) {
        String found = at < tokens.size() ? "\"" + tokens.get(at) + "\"" : "the end";
        return new Wrong("word " + at + " is " + found + " where " + due + " is due");
    }
}
