# What Spotdeck needs: a policy to watch, one to launch, one to deploy, and the role that training jobs run with.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "training_role_name" {
  type    = string
  default = "SpotdeckTrainingJobs"
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

locals {
  # The documents beside this file, for this account and partition.
  documents = {
    for name in ["watch", "launch", "deploy", "execution-role", "execution-role-trust"] : name => replace(replace(replace(
      file("${path.module}/${name}.json"),
      "role/SpotdeckTrainingJobs", "role/${var.training_role_name}"),
      "111122223333", data.aws_caller_identity.current.account_id),
    "arn:aws:", "arn:${data.aws_partition.current.partition}:")
  }
}

resource "aws_iam_policy" "spotdeck" {
  for_each = { watch = "SpotdeckWatch", launch = "SpotdeckLaunch", deploy = "SpotdeckDeploy" }
  name     = each.value
  policy   = local.documents[each.key]
}

resource "aws_iam_role" "training" {
  name               = var.training_role_name
  assume_role_policy = local.documents["execution-role-trust"]
}

resource "aws_iam_role_policy" "training" {
  name   = "Training"
  role   = aws_iam_role.training.id
  policy = local.documents["execution-role"]
}

output "training_role_arn" {
  value = aws_iam_role.training.arn
}

output "policy_arns" {
  value = { for name, policy in aws_iam_policy.spotdeck : name => policy.arn }
}
