package dev.mien.app.cli.live;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Serves the API and the page. */
@Command(name = "serve", description = "x", mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
