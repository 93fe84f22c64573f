package atrium.chat.backplane.redis;

import atrium.chat.backplane.Backplane;
import atrium.chat.backplane.SharedBackplaneContract;
import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.RedisProcess;
import atrium.platform.testsupport.Requires;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

@Requires(Part.REDIS)
class RedisBackplaneIT extends SharedBackplaneContract {

    private static RedisProcess redis;
    private RedisBackplane node;
    private RedisBackplane other;

    @BeforeAll
    static void startRedis() throws IOException {
        redis = RedisProcess.start();
    }

    @AfterAll
    static void stopRedis() throws IOException {
        redis.close();
    }

    @BeforeEach
    void startNodes() {
        node = RedisNodes.start(redis.uri(), KEEP);
        other = RedisNodes.start(redis.uri(), KEEP);
    }

    @AfterEach
    void stopNodes() {
        node.close();
        other.close();
    }

    @Override
    protected Backplane node() {
        return node;
    }

    @Override
    protected Backplane otherNode() {
        return other;
    }
}
