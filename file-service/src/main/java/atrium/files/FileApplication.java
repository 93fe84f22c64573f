package atrium.files;

import atrium.platform.AtriumService;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The process {@code file-service}. */
@SpringBootApplication(proxyBeanMethods = false)
public class FileApplication {

    public static void main(String[] args) {
        AtriumService.run(FileApplication.class, "file-service", args);
    }
}
