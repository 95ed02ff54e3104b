# A queue that tells Spotdeck of each change of a training job's state, in one account and Region.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

resource "aws_sqs_queue" "dead_letters" {
  name                      = "spotdeck-state-changes-dead-letters"
  sqs_managed_sse_enabled   = true
  message_retention_seconds = 1209600
}

resource "aws_sqs_queue" "state_changes" {
  name                       = "spotdeck-state-changes"
  sqs_managed_sse_enabled    = true
  message_retention_seconds  = 3600
  visibility_timeout_seconds = 30
  receive_wait_time_seconds  = 20
  redrive_policy             = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_letters.arn, maxReceiveCount = 3 })
}

resource "aws_cloudwatch_event_rule" "state_changes" {
  name = "spotdeck-state-changes"
  event_pattern = jsonencode({
    source        = ["aws.sagemaker"]
    "detail-type" = ["SageMaker Training Job State Change"]
  })
}

resource "aws_cloudwatch_event_target" "queue" {
  rule      = aws_cloudwatch_event_rule.state_changes.name
  target_id = "spotdeck"
  arn       = aws_sqs_queue.state_changes.arn
  dead_letter_config {
    arn = aws_sqs_queue.dead_letters.arn
  }
}

resource "aws_sqs_queue_policy" "from_the_rule" {
  for_each  = { queue = aws_sqs_queue.state_changes, dead_letters = aws_sqs_queue.dead_letters }
  queue_url = each.value.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "TakeFromTheRule"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = each.value.arn
        Condition = { ArnEquals = { "aws:SourceArn" = aws_cloudwatch_event_rule.state_changes.arn } }
      },
      {
        Sid       = "EncryptedOnTheWay"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = each.value.arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_iam_policy" "state_changes" {
  name = "SpotdeckStateChanges-${data.aws_region.current.id}"
  # The document beside this folder, for this account and partition.
  policy = replace(replace(
    file("${path.module}/../state-changes.json"),
    "111122223333", data.aws_caller_identity.current.account_id),
  "arn:aws:", "arn:${data.aws_partition.current.partition}:")
}

output "setting" {
  value = "SPOTDECK_EVENT_QUEUES=${data.aws_region.current.id}=${aws_sqs_queue.state_changes.url}"
}
