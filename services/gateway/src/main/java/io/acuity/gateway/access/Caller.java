package io.acuity.gateway.access;

import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * Who sent a request.
 *
 * @param name names the owner of what is submitted, and whose quota it counts on
 * @param roles what the caller may do
 */
public record Caller(String name, Set<Role> roles) {

    /** Everybody, where the gateway asks nobody for a key. */
    public static final Caller ANYBODY = new Caller("anybody", Set.of(Role.values()));

    private static final String KEY = Caller.class.getName();

    /** Keeps its own copy of the roles. */
    public Caller {
        roles = Set.copyOf(roles);
    }

    /**
     * The caller of a request that has passed the gateway's door.
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
}
