package io.acuity.gateway.access;

import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request.
 *
 * @param name names the owner of what is submitted, and whose quota it counts on
 * @param roles what the caller may do
 */
public record Caller(String name, Set<Role> roles) {

    /** Everybody, where the gateway asks nobody for a key. */
    public static final Caller ANYBODY = new Caller("anybody", Set.of(Role.values()));

    /** Whoever asks for what is open to all, such as the contract, where the gateway asks for keys; owns nothing. */
    public static final Caller NOBODY = new Caller("", Set.of());

    private static final String KEY = Caller.class.getName();

    /** Keeps its own copy of the roles. */
    public Caller {
        roles = Set.copyOf(roles);
    }

    /**
     * The caller of a request that has passed the gateway's entrance.
     *
     * @param http the request
     * @return who sent it
     * @throws IllegalStateException when nobody has looked who sent it
     */
    public static Caller of(RoutingContext http) {
        Caller caller = http.get(KEY);
        if (caller == null) {
            throw new IllegalStateException("The request to " + http.request().path() + " was not asked who sent it.");
        }
        return caller;
    }

    /**
     * Remembers who sent a request, for {@link #of}.
     *
     * @param http the request
     */
    public void enter(RoutingContext http) {
        http.put(KEY, this);
    }

    /**
     * Whether it sees everybody's jobs, and may change what the service does for all.
     *
     * @return true for operators
     */
    public boolean isOperator() {
        return roles.contains(Role.OPERATOR);
    }

    /**
     * The owner of what it submits, as events carry it.
     *
     * @return its name; null where nobody is asked for a key
     */
    public @Nullable String owner() {
        return equals(ANYBODY) ? null : name;
    }

    /**
     * Whether it may see and cancel somebody's job.
     *
     * @param owner of the job; null for one that was submitted where nobody is asked for a key, or straight to the topic
     * @return true for its own, and for operators
     */
    public boolean sees(@Nullable String owner) {
        return isOperator() || (!name.isEmpty() && name.equals(owner));
    }
}
