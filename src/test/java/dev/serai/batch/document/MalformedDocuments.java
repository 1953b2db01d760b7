package dev.serai.batch.document;

import dev.serai.batch.document.format.Format;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Malformed documents, each with all of its faults. */
final class MalformedDocuments {

  /**
   * A document.
   *
   * @param faults how each begins, its path first, in their order
   */
  record Malformed(Format format, String text, List<String> faults) {

    @Override
    public String toString() {
      return format + " " + (text.length() <= 90 ? text : text.substring(0, 90) + "...");
    }
  }

  private static final String ITEM = "{'envName':'hello@1.0.0'}";

  private MalformedDocuments() {}

  static List<Malformed> all() {
    List<Malformed> all = new ArrayList<>();
    syntax(all);
    headers(all);
    items(all);
    matrices(all);
    yaml(all);
    lines(all);
    return all;
  }

  private static void syntax(List<Malformed> all) {
    json(all, "", "the document is empty");
    json(all, "[]", "the document is a list; an object is expected");
    json(all, "'b'", "the document is a single value");
    json(all, "{'count':1", "the document is not valid JSON: it ends too early");
    json(all, "{'items':[" + ITEM, "the document is not valid JSON: it ends too early");
    json(all, "{'items':[" + ITEM + "]} x", "the document is not valid JSON");
    json(all, "{'items':[" + ITEM + "]}{}", "the document is not valid JSON: there is text after");
    json(all, "{'items':[" + ITEM + ",]}", "the document is not valid JSON");
    json(all, "{'priority':NaN,'items':[" + ITEM + "]}", "the document is not valid JSON");
    json(
        all,
        "{'defaults':" + "[".repeat(60) + "]".repeat(60) + "}",
        "the document is not valid JSON: it is nested deeper than 50 levels");
    json(
        all,
        "{'name':'" + "x".repeat(30_000) + "','count':1}",
        "the document is not valid JSON: a text or a number in it is too long");
    json(
        all,
        "{'name':'a','name':'b','items':[" + ITEM + "],'items':[]}",
        "name comes twice",
        "items comes twice");
    json(
        all,
        "{'items':[{'envName':'hello@1.0.0','id':'a','id':'b','labels':{'k':'1','k':'2'}}]}",
        "items[0].id comes twice",
        "items[0].labels.k comes twice");
  }

  private static void headers(List<Malformed> all) {
    header(all, "", "one of items, count and matrix is needed");
    header(all, "'items':[]", "items has no item");
    header(all, "'items':5", "items is not a list of objects");
    header(
        all,
        "'items':[" + ITEM + "],'count':2,'matrix':{'A':['1']}",
        "count can't be used beside items; one of items, count and matrix is needed",
        "matrix can't be used beside items");
    header(all, "'count':0", "count is not from 1 to 50");
    header(all, "'count':51", "count is not from 1 to 50");
    header(all, "'count':'3'", "count is a string; a whole number is expected");
    header(all, "'count':1.5", "count is a number; a whole number is expected");
    header(
        all,
        "'paralelism':5,'item':[],'count':1",
        "paralelism is unknown; did you mean parallelism?",
        "item is unknown; did you mean items?");
    header(
        all,
        "'count':1,'envName':'hello@1.0.0','timeout':'1m','zzz':1",
        "envName is unknown; write it into defaults",
        "timeout is unknown; write it into defaults",
        "zzz is unknown; known are ");
    header(
        all,
        "'count':1,'retryOn':[75],'maxInfrastructureRetries':5",
        "maxInfrastructureRetries has no effect: retryOn does not name infrastructure");
    header(
        all,
        "'count':1,'name':5,'owner':true,'parallelism':0,'priority':1001,'failFast':'yes'",
        "name is a number; a string is expected, in quotes",
        "owner is a boolean; a string is expected, in quotes",
        "parallelism is not from 1 to 1000000",
        "priority is not from -1000 to 1000",
        "failFast is a string; true or false is expected",
        "owner");
    header(all, "'count':1,'name':'a/b'", "name holds a slash");
    header(all, "'count':1,'name':' '", "name is empty");
    header(all, "'count':1,'name':'b-abcdefgh234567ab'", "name looks like the id of a batch");
    header(
        all,
        "'count':1,'maxAttempts':0,'maxInfrastructureRetries':-1,'parallelism':99999999999",
        "parallelism is not from 1",
        "maxAttempts is not from 1",
        "maxInfrastructureRetries is not from 0");
    header(
        all,
        "'count':1,'itemTimeout':'600','deadline':'0s','ttlAfterFinished':'-1s'",
        "itemTimeout \"600\" is not a duration",
        "deadline \"0s\" is no time at all",
        "ttlAfterFinished \"-1s\" has a sign");
    header(all, "'count':1,'itemTimeout':'48h'", "itemTimeout is longer than an instance may live");
    header(
        all,
        "'count':1,'retryOn':['failures',0,256,'timeout',true]",
        "retryOn[0] is neither infrastructure, failure, timeout",
        "retryOn[1] is neither",
        "retryOn[2] is neither",
        "retryOn[4] is neither");
    header(all, "'count':1,'retryOn':'failure'", "retryOn is a string; a list is expected");
    header(all, "'count':1,'backoff':10", "backoff is a number; a duration or an object");
    header(
        all,
        "'count':1,'backoff':{'initial':'1m','max':'1s','factor':2}",
        "backoff.factor is unknown; known are initial, max",
        "backoff.max is shorter than initial");
    header(all, "'count':1,'callbackUrl':'http://127.0.0.1/x'", "callbackUrl leads to a loopback");
    header(all, "'count':1,'callbackUrl':'ftp://a.example/'", "callbackUrl must begin with http");
    header(
        all,
        "'count':1,'labels':{'serai.dev/x':'y','n':5}",
        "labels has the key \"serai.dev/x\"",
        "labels[\"n\"] is a number; a string is expected, in quotes");
    json(all, "{'count':2}", "defaults.envName is required, as name@version");
    json(
        all,
        "{'count':2,'defaults':{'envName':'hello@9.9'}}",
        "defaults.envName is unknown: environment \"hello@9.9\" not found; there are the versions");
    json(
        all,
        "{'count':2,'defaults':{'envName':'hello','argument':[],'timeout':'x','owner':'me'}}",
        "defaults.argument is unknown; did you mean arguments?",
        "defaults.owner is unknown; it is the batch's: write it at the top",
        "defaults.timeout \"x\" is not a duration",
        "defaults.envName \"hello\" is not of the form name@version");
    json(
        all,
        "{'count':2,'defaults':{'envName':'hello@1.0.0','arguments':['a',1],"
            + "'resources':{'cpu':1,'memory':'5'},'alicloud':{'capacty':'eci'},"
            + "'placement':{'clutser':'a'}}}",
        "defaults.arguments[1] is a number",
        "defaults.resources.cpu is not a quantity in quotes",
        "defaults.resources.memory \"5\" is less than 1Mi",
        "defaults.alicloud.capacty is unknown",
        "defaults.placement.clutser is unknown; did you mean cluster?");
    json(
        all, "{'count':2,'defaults':[]}", "defaults is a list; an object is expected", "defaults.");
  }

  private static void items(List<Malformed> all) {
    json(
        all,
        "{'items':[" + ITEM + ",5,'x',null]}",
        "items[1] is a number; an object is expected",
        "items[2] is a string",
        "items[3] is null");
    json(
        all,
        "{'items':[{},{'envName':'nobody@1'},{'envName':'hello@1.0.0','timout':'1s'}]}",
        "items[0].envName is required",
        "items[1].envName is unknown: environment \"nobody@1\" not found",
        "items[2].timout is unknown; did you mean timeout?");
    json(
        all,
        "{'items':[{'envName':'hello@1.0.0','id':'a'},{'envName':'hello@1.0.0','id':'a'},"
            + "{'envName':'hello@1.0.0','id':'3'},{'envName':'hello@1.0.0'}]}",
        "items[1].id \"a\" is also that of the item at position 0",
        "items[3].id \"3\" is also that of the item at position 2");
    json(
        all,
        "{'items':[{'envName':'hello@1.0.0','id':'a/b'},{'envName':'hello@1.0.0','id':''},"
            + "{'envName':'hello@1.0.0','id':7},{'envName':'hello@1.0.0','id':'"
            + "x".repeat(129)
            + "'}]}",
        "items[0].id holds a slash",
        "items[1].id is empty",
        "items[2].id is a number; a string is expected, in quotes",
        "items[3].id has 129 characters; at most 128");
    json(
        all,
        "{'items':[{'envName':'hello@1.0.0','timeout':'5','arguments':'a','labels':[],"
            + "'environment_variables':{'1A':'x','B':true,'C':'ok'},'datasource':'a b'}]}",
        "items[0].timeout \"5\" is not a duration",
        "items[0].arguments is a string; a list of strings is expected",
        "items[0].labels is a list; an object of strings is expected",
        "items[0].environment_variables has the name \"1A\"",
        "items[0].environment_variables[\"B\"] is a boolean",
        "items[0].datasource \"a b\" is not an image tag");
    // faults of the defaults are not reported again for each item
    json(
        all,
        "{'defaults':{'envName':'hello@9.9','labels':5},'items':[{},{},{'datasource':'a b'}]}",
        "defaults.labels is a number",
        "defaults.envName is unknown",
        "items[2].datasource \"a b\" is not an image tag");
    json(
        all,
        "{'items':[{'envName':'hello@1.0.0','arguments':['"
            + "x".repeat(19_000)
            + "','"
            + "x".repeat(2_000)
            + "']},"
            + ITEM
            + "]}",
        "items[0] is larger than 20000 bytes");
    json(
        all,
        "{'items':[" + String.join(",", Collections.nCopies(51, ITEM)) + "]}",
        "items has more than 50 items (serai.max-batch-items)");
  }

  private static void matrices(List<Malformed> all) {
    header(all, "'matrix':{}", "matrix is empty");
    header(
        all,
        "'matrix':{'A':[],'B':'x','1C':['v'],'D':[['v'],null,'w','w']}",
        "matrix.A is empty",
        "matrix.B is a string; a list is expected",
        "matrix.1C has the name \"1C\"",
        "matrix.D[0] is a list; a single value is expected",
        "matrix.D[1] is null",
        "matrix.D[3] comes twice");
    header(
        all,
        "'matrix':{'A':[1,2,3,4],'B':[1,2,3,4],'C':[1,2,3,4]}",
        "matrix has more than 50 combinations (serai.max-batch-items)");
    json(all, "{'matrix':{'A':['1']}}", "defaults.envName is required");
  }

  private static void yaml(List<Malformed> all) {
    yaml(all, "", "the document is empty");
    yaml(all, "a: [1", "the document is not valid YAML");
    yaml(
        all,
        "name: \"" + "x".repeat(100_000) + "\"\ncount: 1\n",
        "the document has a text of more than 80000 characters (serai.max-body-size)");
    yaml(all, "count: 1\n---\ncount: 2\n", "the document is not valid here: it has more than one");
    yaml(all, "? [a]\n: 1\n", "the document has a key that is not text (line 1)");
    yaml(
        all,
        "name: &n x\n? *n\n: 1\n",
        "name has an anchor (&n), which is not followed here",
        "the document has a key that is not text (line 2)");
    yaml(
        all,
        "defaults: " + "[".repeat(60) + "]".repeat(60),
        "the document is nested deeper than 50 levels");
    yaml(
        all,
        """
        count: 0x10
        failFast: yes
        defaults:
          envName: hello@1.0.0
          arguments: [on, 1.10, 012, 1_000, 12:30:45, .5, "no", 5]
        """,
        "count is a number to some readers of YAML and text to others",
        "failFast is true or false to some readers of YAML and text to others; put it in quotes",
        "defaults.arguments[0] is true or false to some readers",
        "defaults.arguments[2] is a number to some",
        "defaults.arguments[3] is a number to some",
        "defaults.arguments[4] is a number to some",
        "defaults.arguments[5] is a number to some",
        "failFast is a string; true or false",
        "defaults.arguments[1] is a number; a string is expected, in quotes",
        "defaults.arguments[7] is a number; a string is expected, in quotes",
        "count is a string; a whole number");
    yaml(
        all,
        """
        name: !!python/object:os.system x
        labels: &a {k: v}
        defaults: {envName: hello@1.0.0, labels: *a}
        count: 1
        """,
        "name has a tag, which is not read here",
        "labels has an anchor (&a), which is not followed here",
        "defaults.labels is an alias (*a); write out what it stands for");
    yaml(
        all,
        """
        name: a
        name: b
        items:
          - envName: hello@1.0.0
            timeout: 5
            timeout: 6
        """,
        "name comes twice",
        "items[0].timeout comes twice",
        "items[0].timeout is a number; a string is expected, in quotes");
  }

  private static void lines(List<Malformed> all) {
    lines(all, "", "the document is empty; an object in its first line is expected");
    lines(all, "{'defaults':{'envName':'hello@1.0.0'}}\n", "the document has no item");
    lines(all, "[]\n{}\n", "line 1 is a list; an object is expected");
    lines(
        all,
        "{'count':3,'items':[],'parallelism':'x'}\n" + ITEM + "\n",
        "line 1: parallelism is a string",
        "line 1: items can't be used with lines",
        "line 1: count can't be used beside items");
    lines(
        all,
        "{'name':'n'}\n\n"
            + ITEM
            + "\n{'envName':'hello@1.0.0','arguments':[5]}\n{'envName':\n7\n{}x\n"
            + "{'envName':'hello@1.0.0','id':'0'}\n",
        "line 4: arguments[0] is a number; a string is expected, in quotes",
        "line 5 is not valid JSON: it ends too early",
        "line 6 is a number; an object is expected",
        "line 7 is not valid JSON",
        "line 8: id \"0\" is also that of the item at position 0");
    lines(
        all,
        "{'name':'n'}\n{'envName':'" + "x".repeat(30_000) + "'}\n" + ITEM,
        "line 2 is larger than 20000 bytes");
  }

  private static void header(List<Malformed> all, String fields, String... faults) {
    String rest = fields.isEmpty() ? "" : "," + fields;
    json(all, "{'defaults':{'envName':'hello@1.0.0'}" + rest + "}", faults);
  }

  private static void json(List<Malformed> all, String text, String... faults) {
    all.add(new Malformed(Format.JSON, text.replace('\'', '"'), List.of(faults)));
  }

  private static void yaml(List<Malformed> all, String text, String... faults) {
    all.add(new Malformed(Format.YAML, text, List.of(faults)));
  }

  private static void lines(List<Malformed> all, String text, String... faults) {
    all.add(new Malformed(Format.NDJSON, text.replace('\'', '"'), List.of(faults)));
  }
}
