package io.acuity.streaming;

import io.acuity.streaming.topics.Topic;

/** One way in which a cluster's topic is not as its contract says. */
public sealed interface TopicDifference {

    /** The topic. */
    Topic<?> topic();

    /** One sentence: what is so and what should be. */
    String sentence();

    /**
     * The topic is not there.
     *
     * @param topic the topic
     * @param partitions how many it should have
     */
    record Missing(Topic<?> topic, int partitions) implements TopicDifference {
        @Override
        public String sentence() {
            return topic + " is missing; it should have " + partitions
                    + (partitions == 1 ? " partition." : " partitions.");
        }
    }

    /**
     * The topic is cut otherwise.
     *
     * @param topic the topic
     * @param found how many partitions it has
     * @param wanted how many it should have
     */
    record Partitions(Topic<?> topic, int found, int wanted) implements TopicDifference {
        @Override
        public String sentence() {
            return topic + " has " + found + " partitions and should have " + wanted
                    + (found > wanted ? "; Kafka cannot take partitions away." : ".");
        }
    }

    /**
     * A setting that services rely on is another.
     *
     * @param topic the topic
     * @param name Kafka's name of the setting
     * @param found its value
     * @param wanted the value it should have
     */
    record Setting(Topic<?> topic, String name, String found, String wanted) implements TopicDifference {
        @Override
        public String sentence() {
            return topic + " has " + name + "=" + found + " and should have " + wanted + ".";
        }
    }
}
