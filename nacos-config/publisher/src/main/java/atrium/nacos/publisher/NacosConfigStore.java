package atrium.nacos.publisher;

import java.util.Map;
import java.util.Optional;

/** The administration API of Nacos 3 for configurations, in the public namespace. */
final class NacosConfigStore implements ConfigStore {

    private static final String CONFIG = "/v3/admin/cs/config";

    /** A header of the write: Nacos compares it with the MD5 of what it holds. Only for a value that is not there yet
     * is it not compared, so a checksum that nothing has means: create, never overwrite. */
    private static final String EXPECTED_MD5 = "casMd5";

    private static final String NOTHING = "0".repeat(32);

    /** Error codes of Nacos' API v2 and v3: {@code ErrorCode.RESOURCE_NOT_FOUND}, {@code RESOURCE_CONFLICT}. */
    private static final int NOT_FOUND = 20004;

    private static final int CONFLICT = 20005;

    private final NacosApi nacos;

    NacosConfigStore(NacosApi nacos) {
        this.nacos = nacos;
    }

    @Override
    public Optional<StoredConfig> find(ConfigId id) {
        NacosApi.Answer answer = nacos.get(CONFIG, Map.of("groupName", id.group(), "dataId", id.dataId()));
        if (answer.code() == NOT_FOUND) {
            return Optional.empty();
        }
        var data = requireDone("read", id, answer).body().path("data");
        return Optional.of(new StoredConfig(
                data.path("content").asString(""), data.path("md5").asString("")));
    }

    @Override
    public boolean put(ConfigId id, String content, String type, Optional<StoredConfig> expected) {
        String md5 = expected.map(StoredConfig::md5).orElse(NOTHING);
        Map<String, String> form =
                Map.of("groupName", id.group(), "dataId", id.dataId(), "type", type, "content", content);
        NacosApi.Answer answer = nacos.post(CONFIG, form, Map.of(EXPECTED_MD5, md5));
        if (answer.code() == CONFLICT) {
            return false;
        }
        requireDone("write", id, answer);
        return true;
    }

    private static NacosApi.Answer requireDone(String action, ConfigId id, NacosApi.Answer answer) {
        if (answer.ok() && answer.code() == 0) {
            return answer;
        }
        if (answer.status() == 403) {
            throw new PublisherException(
                    ExitCode.REFUSED,
                    "this user may not " + action + " " + id + ". Use an administrator in ATRIUM_NACOS_USERNAME");
        }
        throw new PublisherException(
                ExitCode.PROTOCOL,
                "cannot " + action + " " + id + ": HTTP " + answer.status() + " " + answer.message()
                        + ". See nacos.log of the server");
    }
}
