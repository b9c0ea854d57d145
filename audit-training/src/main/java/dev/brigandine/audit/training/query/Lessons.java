package dev.brigandine.audit.training.query;

import java.util.ArrayList;
import java.util.List;

/** What a surrogate learns from: questions, and the answer to each. */
final class Lessons {
  private final List<float[]> questions = new ArrayList<>();
  private final List<float[]> answers = new ArrayList<>();

  void add(List<float[]> asked, List<float[]> answered) {
    if (asked.size() != answered.size()) {
      throw new IllegalArgumentException("each question has one answer");
    }
    questions.addAll(asked);
    answers.addAll(answered);
  }

  int count() {
    return questions.size();
  }

  float[] question(int index) {
    return questions.get(index);
  }

  float[] answer(int index) {
    return answers.get(index);
  }

  List<float[]> questions() {
    return List.copyOf(questions);
  }
}
