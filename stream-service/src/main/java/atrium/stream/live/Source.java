package atrium.stream.live;

/** Where a stream comes from when nobody publishes it: something that can be started and stopped, many times. */
public interface Source {

    /**
     * Begins to pull. Called on the stream's event loop, so it returns at once; what goes wrong later is told by
     * {@link Publication#end}, on any thread.
     */
    Running start(Publication publication);

    /** The URL for people, without credentials. */
    String masked();

    /** One run of a source. */
    interface Running {

        /** Ends the run, soon; called on the stream's event loop, at most once. */
        void stop();
    }
}
