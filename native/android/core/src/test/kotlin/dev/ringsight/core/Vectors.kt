// The cases that every language runs, read from the repository by path.
package dev.ringsight.core

import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import java.io.File

val REPOSITORY = File(System.getProperty("ringsight.repository") ?: "../../..")
val VECTORS = REPOSITORY.resolve("fixtures/vectors")

fun casesOf(name: String): List<JsonObject> =
    JsonParser.parseString(VECTORS.resolve("$name.json").readText()).asJsonObject.getAsJsonArray("cases")
        .map(JsonElement::getAsJsonObject)

fun JsonObject.text(name: String): String = get(name).asString
fun JsonObject.textOrNull(name: String): String? = get(name)?.takeUnless { it.isJsonNull }?.asString
fun JsonObject.long(name: String): Long = get(name).asLong
fun JsonObject.longOrNull(name: String): Long? = get(name)?.takeUnless { it.isJsonNull }?.asLong
fun JsonObject.texts(name: String): List<String> = getAsJsonArray(name).map(JsonElement::getAsString)
fun JsonObject.flag(name: String): Boolean = get(name).asBoolean
fun JsonObject.list(name: String): JsonArray = getAsJsonArray(name)
fun JsonObject.title(): String = "${get("id")} ${text("comment")}"
