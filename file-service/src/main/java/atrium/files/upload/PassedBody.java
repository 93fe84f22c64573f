package atrium.files.upload;

import java.io.IOException;

/** A body that gives what another brings. */
public abstract class PassedBody implements Body {

    protected final Body source;

    /** @param source closed with this */
    protected PassedBody(Body source) {
        this.source = source;
    }

    @Override
    public void prepare(long most) throws IOException {
        source.prepare(most);
    }

    @Override
    public long announced() {
        return source.announced();
    }

    @Override
    public long came() {
        return source.came();
    }

    @Override
    public void cut(BodyCutException.Reason reason) {
        source.cut(reason);
    }

    @Override
    public void close() {
        source.close();
    }
}
