package hone.engine.data.story;

import hone.engine.data.TextCorpus;
import hone.engine.data.story.Words.Deed;
import hone.engine.data.story.Words.Hero;
import hone.engine.data.story.Words.Treasure;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells little stories: somebody who lives somewhere loses or wishes for something, meets somebody else, and it ends well.
 * Names, pronouns, things and places recur, so that a model has to remember who is who to guess the next word.
 *
 * <p>Every choice is equally likely among its alternatives and can be read off the text, so a story's probability is the
 * product of its choices', and the entropy of the language is known exactly.
 */
public final class StoryGenerator {
    private final Choices choices;
    private final List<String> tokens = new ArrayList<>();
    private final Hero hero;
    private final Hero friend;
    private final String animal;
    private final String other;

    private StoryGenerator(long seed, long index) {
        choices = new Choices(seed, index);
        hero = choices.of(Words.HEROES);
        friend = choices.other(Words.HEROES, hero);
        animal = choices.of(Words.ANIMALS);
        other = choices.other(Words.ANIMALS, animal);
    }

    /**
     * One story; the same for the same arguments on every machine.
     *
     * @param seed of the collection
     * @param index of the story in it, from 0
     */
    public static Story story(long seed, long index) {
        StoryGenerator generator = new StoryGenerator(seed, index);
        generator.tell();
        return new Story(generator.tokens, generator.choices.nats());
    }

    /**
     * Many stories as one text, a line each.
     *
     * @param first index of the first
     */
    public static TextCorpus text(long seed, long first, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(story(seed, first + i).text());
        }
        return new TextCorpus("stories:seed=" + seed + ",first=" + first + ",count=" + count, text.toString());
    }

    private void tell() {
        String trait = choices.of(Words.TRAITS);
        say("once upon a time there was a " + trait + " " + animal + " named " + hero.name() + " .");
        say(hero.name() + " lived " + choices.of(Words.HOMES) + " .");
        if (choices.coin()) {
            aLoss();
        } else {
            aWish();
        }
        say(choices.of(Words.ENDINGS) + " .");
        say(StoryWords.END);
    }

    /** Something is lost, and the friend knows where it is. */
    private void aLoss() {
        Treasure treasure = choices.of(Words.TREASURES);
        String color = choices.of(Words.COLORS);
        String thing = color + " " + treasure.noun();
        say(choices.of(Words.TIMES) + " " + hero.name() + " lost " + hero.possessive() + " " + thing + " .");
        String feeling = choices.of(Words.FEELINGS);
        say(hero.subject() + " looked everywhere but could not find it , and " + hero.subject() + " was very " + feeling
                + " .");
        meeting();
        say("\" " + choices.of(Words.GREETINGS) + " , \" said " + friend.name() + " .");
        say("\" i have lost my " + thing + " , \" said " + hero.name() + " .");
        say("\" i saw a " + treasure.noun() + " " + treasure.place() + " , \" said the " + other + " .");
        say("so they went there together , and the " + treasure.noun() + " was " + treasure.place() + " .");
        say("\" " + choices.of(Words.THANKS) + " , \" said " + hero.name() + " , and " + hero.subject() + " was "
                + choices.of(Words.JOYS) + " .");
        if (choices.coin()) {
            String food = choices.of(Words.FOODS);
            say(hero.name() + " gave " + friend.object() + " some " + food + " , and they ate it together .");
        }
    }

    /** Something is wished for, and it is done together. */
    private void aWish() {
        Deed deed = choices.of(Words.DEEDS);
        say(choices.of(Words.TIMES) + " " + hero.name() + " wanted to " + deed.wish() + " , but " + hero.subject()
                + " did not want to do it alone .");
        if (choices.coin()) {
            say(choices.of(Words.WEATHER) + " .");
        }
        meeting();
        say("\" will you " + deed.wish() + " with me ? \" asked " + hero.name() + " .");
        if (choices.coin()) {
            say("\" yes , \" said " + friend.name() + " .");
        } else {
            String food = choices.of(Words.FOODS);
            say("\" i am too hungry , \" said " + friend.name() + " .");
            say("so " + hero.name() + " brought " + friend.object() + " some " + food + " , and " + friend.subject()
                    + " ate all the " + food + " .");
        }
        Deed last = choices.other(Words.DEEDS, deed);
        say("then they " + deed.past() + " , and after that they " + last.past() + " .");
    }

    private void meeting() {
        String trait = choices.of(Words.TRAITS);
        say("on the way " + hero.subject() + " met a " + trait + " " + other + " named " + friend.name() + " .");
    }

    private void say(String sentence) {
        tokens.addAll(List.of(sentence.split(" ")));
    }
}
